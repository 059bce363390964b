/**
 * Names that are on none of the shipped lists: the tagger has to learn to do without. The first are trained on, the second only evaluated on.
 */
const words = (text: string): readonly string[] => text.trim().split(/\s+/);

export interface Names {
  readonly given: readonly string[];
  readonly family: readonly string[];
}

export const trainedOn: Names = {
  given: words(`
Thaddeus Cordelia Barnaby Ottoline Ignatius Persephone Lysander Philippa Cormac Saoirse Llewellyn Branwen Alasdair Morag Cuthbert Winifred Ambrose Eugenia Horatio Drusilla Montgomery Araminta Bartholomew Clementine Percival Rosalind Leopold Henrietta
Friedhelm Mechthild Eberhard Adelheid Hartmut Irmgard Gottfried Roswitha Siegfried Hildegard Bruno Annegret Tristan Liselotte Burkhard Waltraud Thibault Clémence Gaspard Apolline Anatole Capucine Honoré Séverine Baptiste Victoire Aurélien Ghislaine
Rigoberto Encarnación Leandro Montserrat Facundo Remedios Evaristo Milagros Nicanor Soledad Ezequiel Consuelo Ermenegildo Fiorella Calogero Ornella Gaetano Mirella Ruggero Donatella Amadeu Benedita Valdemar Iracema Sebastião Jussara Diederik Hendrikje Rutger Aaltje
Bogusław Bożena Przemysław Jadwiga Zdzisław Danuta Vlastimil Drahomíra Radovan Ljiljana Miroslav Snežana Torbjörn Gunilla Ragnar Birgitta Eino Sirpa Veikko Raija Þorsteinn Guðrún Arvydas Rasa Zeljko Vesna
Oluwadamilare Temitope Chukwuemeka Adaeze Kwabena Abena Tendai Rutendo Themba Zanele Mpho Naledi Baraka Wambui Tesfaye Selam Abdulrahman Nadia Faisal Sumaya Jamal Zahra Rashid Samira Bashir Nasreen Farhad Shirin Behrouz Parisa
Venkatesh Padmini Balakrishnan Sarojini Jaspreet Simran Gurdeep Farida Imtiaz Rukhsana Nuwan Dilini Thilini Bhavesh Hetal Chetan Falguni Oyunbileg Batbayar Somchai Malee Wichai Ratana Kanya Duy Thuy Quang Trinh Rizky Ratna Joko Lestari`),
  family: words(`
Featherstone Wetherby Blackwood Thistlewood Cholmondeley Fairweather Ravenscroft Winterbourne Penhaligon Trevithick Braithwaite Cockburn Oglethorpe Higginbotham Ramsbottom Satterthwaite Postlethwaite Abercrombie Dalrymple Colquhoun Mulcahy Heffernan Prendergast Geraghty Tierney
Niedermeier Hinterhuber Obermüller Wachtmeister Stegmann Brinkmann Leuschner Hagedorn Rademacher Wiesner Kirchhoff Trautmann Eichhorn Dahlmann Knoblauch Sonnenschein Altmann Lindemann Wendt Petzold Delacroix Beauchamp Desrosiers Charpentier Villeneuve Montagne Bellerose Thibodeaux Lachance Courtois
Zamorano Echeverría Goicoechea Urrutia Larrañaga Bustamante Villalobos Montenegro Altamirano Quiñones Sepúlveda Arredondo Zaldívar Pellegrini Bonaventura Castellani Tagliabue Scognamiglio Quattrocchi Brambilla Zanetti Vasconcelos Bittencourt Albuquerque Queiroz Figueiredo Brandão Zwanenburg Oosterhuis Roosendaal
Wyszyński Grzegorczyk Chmielewski Brzeziński Pawłowska Hrdlička Vondráček Zahradník Kiss Fekete Balogh Stanciu Dumitrescu Kostić Jovanović Marković Hallgren Nordström Åkerlund Sjöberg Haugen Bakken Thorsen Kvist Lehtonen Rantanen Saarinen Kask Bērziņš Kazlauskas
Onyekachi Ogunleye Afolabi Uzoma Amoah Darko Chikwanha Moyo Mahlangu Sithole Mutasa Wekesa Njenga Gebremariam Tadesse Al-Rashid Bakr Darwish Zaman Chaudhry Bhutto Rezaei Karimi Hosseini Tehrani Moradi
Subramaniam Venkataraman Ranganathan Chakraborty Bhattacharya Deshpande Kulkarni Patil Gill Sandhu Dhillon Perera Fernando Jayawardena Wickramasinghe Chaiyasit Srisai Pham-Gia Dao Luong Hartono Gunawan Kusuma Batista Macaraeg Takeda Fujimoto Okamoto Nishimura Baek Noh`),
};

export const heldOut: Names = {
  given: words(`
Peregrine Isolde Evander Tabitha Alaric Seraphina Fintan Orlaith Gawain Rhiannon Lorcan Bríd Torquil Catriona Desmond Lavinia Roderick Millicent Detlef Gudrun Volker Sieglinde Egon Rosemarie Armand Bérénice Édouard Mathilde Florent Odette
Casimiro Amparo Hernán Yolanda Lautaro Graciela Ettore Nicoletta Rocco Samuele Bartolomeu Graça Valter Neusa Floris Jacoba Witold Halina Sławomir Bohumil Květa Dragan Milena Sixten Gunvor Aksel Turid Onni Pirkko Jónas
Babatunde Yetunde Kelechi Obinna Yaw Efua Farai Chipo Lindiwe Bongani Otieno Akinyi Dawit Hiwot Anwar Soraya Kamal Dalia Reza Mahsa Jagdish Usha Ganesh Vasanthi Manpreet Shabnam Chamari Niran Suda Khoa Diep Bayu Intan`),
  family: words(`
Arkwright Bickerstaff Cavendish Drinkwater Entwistle Fotheringham Gainsborough Hollingsworth Inglewood Kettleborough Lovelace Merriweather Nethercott Openshaw Pemberton Quigley Rafferty Standish Tredinnick Underhill Vickers Wolstenholme Yarwood
Aschenbrenner Birkenfeld Dornbusch Eisenhauer Falkenberg Grünwald Habermann Kesselring Ludendorff Morgenstern Nussbaum Achard Bonnefoy Chastain Duchamp Escoffier Fournier-Roy Grandjean Abascal Berrocal Cifuentes Del_Valle Elizondo Fuentealba Galdámez Accardi Bevilacqua Cattaneo Dell_Orto Fumagalli
Abrantes Botelho Camacho Drummond Esteves Beekman Duivenvoorden Hogenboom Borowiec Ciesielski Dudek Gajewski Bartoš Čermák Dobrev Eklund Forsberg Granqvist Hovland Isaksen Järvinen Kalnins
Abiodun Chidubem Danquah Fashola Gumede Hlophe Juma Kiptoo Lemma Al-Khatib Boulos Ghorbani Jafari Ambedkar Balasubramanian Dutta Ghoshal Hegde Kamath Liyanage Manoharan Phuong Suwan Tirtayasa Umali Uehara Yamaguchi Pyo`).map((name) => name.replaceAll('_', ' ')),
};
