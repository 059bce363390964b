import { findSensitive } from './src/detection/find-sensitive.ts';
for (const t of ['pay bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4 now','0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed','1BoatSLRHtKNngkdXEeobR76b53LETtpyT','1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa','bc1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr'])console.log(t,JSON.stringify(findSensitive(t)));
